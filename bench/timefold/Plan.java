package peer;

import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactCollectionProperty;
import ai.timefold.solver.core.api.score.buildin.hardsoft.HardSoftScore;
import java.util.ArrayList;
import java.util.List;

/** The problem, and where everybody is. */
@PlanningSolution
public final class Plan {
    @ProblemFactCollectionProperty
    public List<Posting> postings = new ArrayList<>();

    @PlanningEntityCollectionProperty
    public List<Person> people = new ArrayList<>();

    @PlanningScore
    public HardSoftScore score;

    /** The counts of the working plan by row of posting, kept by `Ledger` and read by `NearMoves`. */
    Tally[] tallies;
}
