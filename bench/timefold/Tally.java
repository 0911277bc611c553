package peer;

import java.util.ArrayList;
import java.util.List;

/** The people of one posting, counted so that its rules are judged without looking at anybody twice. */
final class Tally {
    private final Posting posting;
    final List<Person> people = new ArrayList<>(16);
    private int women, leaders, speakers, sameUnit, lastMates;
    private final int[] roles = new int[3], ages = new int[4], seniorities = new int[3];

    Tally(Posting posting) {
        this.posting = posting;
    }

    void add(Person person) {
        count(person, 1);
        people.add(person);
    }

    void remove(Person person) {
        people.remove(person);
        count(person, -1);
    }

    private void count(Person person, int step) {
        women += person.woman ? step : 0;
        leaders += person.leader ? step : 0;
        speakers += posting.dialect >= 0 && (person.dialects >> posting.dialect & 1) == 1 ? step : 0;
        for (int role = 0; role < 3; role++) {
            roles[role] += (person.roles >> role & 1) * step;
        }
        ages[person.age] += step;
        seniorities[person.seniority] += step;
        for (int i = 0; i < people.size(); i++) {
            Person other = people.get(i);
            sameUnit += other.unit == person.unit ? step : 0;
            lastMates += person.lastGroup >= 0 && other.lastGroup == person.lastGroup ? step : 0;
        }
    }

    /** Hard rules of the group: by how many people size and beds are missed, and what nobody here is or can. */
    int broken() {
        int size = people.size();
        int missing = outside(size, posting.smallest, posting.largest)
                + Math.max(0, women - posting.bedsWomen) + Math.max(0, size - women - posting.bedsMen);
        missing += leaders == 0 ? 1 : 0;
        missing += posting.dialect >= 0 && speakers == 0 ? 1 : 0;
        for (int held : roles) {
            missing += held == 0 ? 1 : 0;
        }
        return missing;
    }

    /** What the mix of the group costs. */
    int cost() {
        Weights weights = posting.weights;
        int cost = weights.sameUnit * sameUnit + weights.lastMates * lastMates;
        cost += posting.women < 0 ? 0 : weights.sex * Math.abs(women - posting.women);
        for (int band = 0; band < 4; band++) {
            cost += weights.age * outside(ages[band], posting.agesFrom[band], posting.agesTo[band]);
        }
        for (int band = 0; band < 3; band++) {
            cost += weights.seniority
                    * outside(seniorities[band], posting.senioritiesFrom[band], posting.senioritiesTo[band]);
        }
        return cost;
    }

    /** Both in one value that constraint streams can pass on and compare. */
    long worth() {
        return ((long) broken() << 32) + cost();
    }

    private static int outside(int count, int least, int most) {
        return Math.max(0, least - count) + Math.max(0, count - most);
    }
}
