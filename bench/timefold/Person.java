package peer;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import java.util.Comparator;
import java.util.List;

/** One official; the solver says at which posting. */
@PlanningEntity(difficultyComparatorClass = Person.ByChoice.class)
public final class Person {
    @PlanningId
    public int row;
    boolean woman, leader, night, heavy;
    int unit, age, seniority, roles, lastEnterprise, lastGroup, topic, hardship;
    long dialects, phases;
    double x, y;
    int[] barred;

    /** By row of posting: how many personal hard rules are broken there, and what it costs. */
    byte[] closed;
    short[] cost;
    int open;

    /** Where the solver may place this official: not closed, the cheapest first. */
    @ValueRangeProvider(id = "choices")
    public List<Posting> choices;

    @PlanningVariable(valueRangeProviderRefs = "choices")
    public Posting posting;

    public Posting getPosting() {
        return posting;
    }

    int closedHere() {
        return closed[posting.row];
    }

    int costHere() {
        return cost[posting.row];
    }

    /** Work out `closed` and `cost` of every posting. */
    void weigh(List<Posting> postings, Weights weights) {
        closed = new byte[postings.size()];
        cost = new short[postings.size()];
        for (Posting each : postings) {
            boolean isBarred = false;
            for (int enterprise : barred) {
                isBarred |= enterprise == each.enterprise;
            }
            int broken = ((phases >> each.phase & 1) == 0 ? 1 : 0) + (isBarred ? 1 : 0)
                    + (each.night && !night ? 1 : 0) + (each.heavy && !heavy ? 1 : 0);
            closed[each.row] = (byte) broken;
            open += broken == 0 ? 1 : 0;
            cost[each.row] = (short) costAt(each, weights);
        }
    }

    private int costAt(Posting there, Weights weights) {
        double dx = x - there.x, dy = y - there.y;
        double far = Math.floor(weights.travelScale * Math.sqrt(dx * dx + dy * dy));
        int travel = Double.isNaN(far) ? 0 : (int) Math.min(weights.travelCap, far);
        boolean otherTopic = topic >= 0 && there.topic >= 0 && topic != there.topic;
        return travel + (otherTopic ? weights.topic : 0) + weights.hardship * hardship * there.hardness
                + (there.enterprise == lastEnterprise ? weights.repeat : 0);
    }

    /** Who has the fewest postings to choose from, and of those who can do the most, is the hardest to place. */
    public static final class ByChoice implements Comparator<Person> {
        @Override
        public int compare(Person one, Person other) {
            int byOpen = Integer.compare(other.open, one.open);
            return byOpen != 0 ? byOpen : Integer.compare(one.skills(), other.skills());
        }
    }

    private int skills() {
        return (leader ? 1 : 0) + Integer.bitCount(roles);
    }
}
