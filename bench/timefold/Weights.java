package peer;

/** What one unit of each wish costs. */
final class Weights {
    double travelScale;
    int travelCap, topic, hardship, repeat, sameUnit, lastMates, sex, age, seniority;
}
