package peer;

import ai.timefold.solver.core.api.domain.lookup.PlanningId;

/** One enterprise in one phase, as `planning/peers_file.py` writes it. */
public final class Posting {
    @PlanningId
    public int row;
    int enterprise, phase, smallest, largest, bedsWomen, bedsMen, dialect, topic, hardness;
    boolean night, heavy;
    double x, y;
    int women; // wanted; -1: not said
    final int[] agesFrom = new int[4], agesTo = new int[4], senioritiesFrom = new int[3], senioritiesTo = new int[3];
    Weights weights;
}
