package peer;

import ai.timefold.solver.core.api.score.buildin.hardsoft.HardSoftScore;
import ai.timefold.solver.core.api.score.calculator.IncrementalScoreCalculator;

/** The same rules kept up to date by hand: the solver's fastest way of scoring. */
public final class Ledger implements IncrementalScoreCalculator<Plan, HardSoftScore> {
    private Tally[] tallies;
    private int[] broken, cost;
    private int hard, soft;

    @Override
    public void resetWorkingSolution(Plan plan) {
        int postings = plan.postings.size();
        tallies = plan.tallies = new Tally[postings];
        broken = new int[postings];
        cost = new int[postings];
        hard = soft = 0;
        for (Posting each : plan.postings) {
            tallies[each.row] = new Tally(each);
            judge(each.row);
        }
        for (Person each : plan.people) {
            come(each);
        }
    }

    private void judge(int row) {
        hard -= broken[row];
        soft -= cost[row];
        broken[row] = tallies[row].broken();
        cost[row] = tallies[row].cost();
        hard += broken[row];
        soft += cost[row];
    }

    private void come(Person person) {
        if (person.posting != null) {
            hard += person.closedHere();
            soft += person.costHere();
            tallies[person.posting.row].add(person);
            judge(person.posting.row);
        }
    }

    private void go(Person person) {
        if (person.posting != null) {
            hard -= person.closedHere();
            soft -= person.costHere();
            tallies[person.posting.row].remove(person);
            judge(person.posting.row);
        }
    }

    @Override
    public void beforeEntityAdded(Object entity) {}

    @Override
    public void afterEntityAdded(Object entity) {
        come((Person) entity);
    }

    @Override
    public void beforeVariableChanged(Object entity, String variable) {
        go((Person) entity);
    }

    @Override
    public void afterVariableChanged(Object entity, String variable) {
        come((Person) entity);
    }

    @Override
    public void beforeEntityRemoved(Object entity) {
        go((Person) entity);
    }

    @Override
    public void afterEntityRemoved(Object entity) {}

    @Override
    public HardSoftScore calculateScore() {
        return HardSoftScore.of(-hard, -soft);
    }
}
