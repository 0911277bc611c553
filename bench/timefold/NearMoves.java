package peer;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.impl.heuristic.move.AbstractMove;
import ai.timefold.solver.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * Moves of somebody to one of the postings that suit them best, alone or in the place of somebody there who may go
 * where they came from. The edition that anybody may use has no nearby selection; this is ours.
 */
public final class NearMoves implements MoveIteratorFactory<Plan, NearMoves.Placing> {
    private static final int NEAR = 30;
    private static final int ALONE_OF_TEN = 2;

    @Override
    public long getSize(ScoreDirector<Plan> director) {
        Plan plan = director.getWorkingSolution();
        return (long) plan.people.size() * plan.postings.size();
    }

    @Override
    public Iterator<Placing> createOriginalMoveIterator(ScoreDirector<Plan> director) {
        throw new UnsupportedOperationException("These moves are drawn at random.");
    }

    @Override
    public Iterator<Placing> createRandomMoveIterator(ScoreDirector<Plan> director, Random random) {
        Plan plan = director.getWorkingSolution();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Placing next() {
                while (true) {
                    Placing drawn = draw(plan, random);
                    if (drawn != null) {
                        return drawn;
                    }
                }
            }
        };
    }

    private static Placing draw(Plan plan, Random random) {
        Person one = plan.people.get(random.nextInt(plan.people.size()));
        List<Posting> choices = one.choices;
        if (choices.isEmpty()) {
            return null;
        }
        int near = Math.min(NEAR, choices.size());
        Posting there = choices.get((int) (random.nextDouble() * random.nextDouble() * near)); // cheap ones more often
        if (there == one.posting) {
            return null;
        }
        List<Person> people = plan.tallies[there.row].people;
        if (people.isEmpty() || random.nextInt(10) < ALONE_OF_TEN) {
            return new Placing(one, there, null);
        }
        Person other = people.get(random.nextInt(people.size()));
        return other.closed[one.posting.row] == 0 ? new Placing(one, there, other) : null;
    }

    /** One official goes there; the other, if there is one, comes here instead. */
    public static final class Placing extends AbstractMove<Plan> {
        private final Person one, other;
        private final Posting there;

        Placing(Person one, Posting there, Person other) {
            this.one = one;
            this.there = there;
            this.other = other;
        }

        @Override
        public boolean isMoveDoable(ScoreDirector<Plan> director) {
            return one.posting != there;
        }

        @Override
        protected void doMoveOnGenuineVariables(ScoreDirector<Plan> director) {
            Posting here = one.posting;
            place(director, one, there);
            if (other != null) {
                place(director, other, here);
            }
        }

        private static void place(ScoreDirector<Plan> director, Person person, Posting posting) {
            director.beforeVariableChanged(person, "posting");
            person.posting = posting;
            director.afterVariableChanged(person, "posting");
        }

        @Override
        public String toString() {
            return one.row + " to " + there.row + (other == null ? "" : " for " + other.row);
        }
    }
}
