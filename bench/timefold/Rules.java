package peer;

import ai.timefold.solver.core.api.score.buildin.hardsoft.HardSoftScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import ai.timefold.solver.core.api.score.stream.bi.BiConstraintStream;
import ai.timefold.solver.core.api.score.stream.uni.UniConstraintCollector;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** The rules as constraint streams: one group node counts everything that is asked of a group. */
public final class Rules implements ConstraintProvider {
    private static final Function<Person, Posting> PLACE = Person::getPosting;
    private static final Function<Posting, Long> EMPTY = posting -> new Tally(posting).worth();
    private static final Counting COUNTING = new Counting();

    @Override
    public Constraint[] defineConstraints(ConstraintFactory factory) {
        return new Constraint[] {
            factory.forEach(Person.class).filter(each -> each.closedHere() > 0)
                    .penalize(HardSoftScore.ONE_HARD, Person::closedHere).asConstraint("person, hard"),
            factory.forEach(Person.class).filter(each -> each.costHere() > 0)
                    .penalize(HardSoftScore.ONE_SOFT, Person::costHere).asConstraint("person, soft"),
            groups(factory).penalize(HardSoftScore.ONE_HARD, (posting, worth) -> (int) (worth >> 32))
                    .asConstraint("group, hard"),
            groups(factory).penalize(HardSoftScore.ONE_SOFT, (posting, worth) -> (int) (long) worth)
                    .asConstraint("group, soft"),
        };
    }

    private static BiConstraintStream<Posting, Long> groups(ConstraintFactory factory) {
        return factory.forEach(Person.class).groupBy(PLACE, COUNTING).complement(Posting.class, EMPTY);
    }

    /** Collects the people of one posting; which one it is, the first of them says. */
    private static final class Counting implements UniConstraintCollector<Person, Tally[], Long> {
        private final Supplier<Tally[]> supplier = () -> new Tally[1];
        private final BiFunction<Tally[], Person, Runnable> accumulator = (held, person) -> {
            if (held[0] == null) {
                held[0] = new Tally(person.posting);
            }
            Tally tally = held[0];
            tally.add(person);
            return () -> tally.remove(person);
        };
        private final Function<Tally[], Long> finisher = held -> held[0].worth();

        @Override
        public Supplier<Tally[]> supplier() {
            return supplier;
        }

        @Override
        public BiFunction<Tally[], Person, Runnable> accumulator() {
            return accumulator;
        }

        @Override
        public Function<Tally[], Long> finisher() {
            return finisher;
        }
    }
}
