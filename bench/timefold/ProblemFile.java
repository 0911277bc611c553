package peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringTokenizer;

/** Reads the numbers that `planning/timefold.py` writes: a row of sizes and weights, the postings, the officials. */
final class ProblemFile {
    private final BufferedReader lines;
    private StringTokenizer words;

    private ProblemFile(BufferedReader lines) {
        this.lines = lines;
    }

    /** Read the problem; everybody may choose among the postings open to them, the cheapest `most` of them. */
    static Plan read(Path path, int most) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            return new ProblemFile(lines).plan(most);
        }
    }

    private Plan plan(int most) throws IOException {
        next();
        int people = number(), postings = number();
        Weights weights = weights();
        Plan plan = new Plan();
        for (int row = 0; row < postings; row++) {
            plan.postings.add(posting(row, weights));
        }
        for (int row = 0; row < people; row++) {
            Person person = person(row);
            person.weigh(plan.postings, weights);
            person.choices = choices(person, plan.postings, most);
            plan.people.add(person);
        }
        return plan;
    }

    private static List<Posting> choices(Person person, List<Posting> postings, int most) {
        List<Posting> open = new ArrayList<>(postings);
        open.removeIf(each -> person.closed[each.row] > 0);
        open.sort(Comparator.comparingInt(each -> person.cost[each.row]));
        return new ArrayList<>(open.subList(0, Math.min(most, open.size())));
    }

    private Weights weights() {
        Weights weights = new Weights();
        weights.travelScale = real();
        weights.travelCap = number();
        weights.topic = number();
        weights.hardship = number();
        weights.repeat = number();
        weights.sameUnit = number();
        weights.lastMates = number();
        weights.sex = number();
        weights.age = number();
        weights.seniority = number();
        return weights;
    }

    private Posting posting(int row, Weights weights) throws IOException {
        next();
        Posting posting = new Posting();
        posting.row = row;
        posting.weights = weights;
        posting.enterprise = number();
        posting.phase = number();
        posting.smallest = number();
        posting.largest = number();
        posting.bedsWomen = number();
        posting.bedsMen = number();
        posting.night = number() == 1;
        posting.heavy = number() == 1;
        posting.dialect = number();
        posting.topic = number();
        posting.hardness = number();
        posting.x = real();
        posting.y = real();
        posting.women = number();
        ranges(posting.agesFrom, posting.agesTo);
        ranges(posting.senioritiesFrom, posting.senioritiesTo);
        return posting;
    }

    private void ranges(int[] from, int[] to) {
        for (int band = 0; band < from.length; band++) {
            from[band] = number();
            to[band] = number();
        }
    }

    private Person person(int row) throws IOException {
        next();
        Person person = new Person();
        person.row = row;
        person.woman = number() == 1;
        person.unit = number();
        person.age = number();
        person.seniority = number();
        person.leader = number() == 1;
        person.roles = number();
        person.dialects = Long.parseLong(words.nextToken());
        person.phases = Long.parseLong(words.nextToken());
        person.night = number() == 1;
        person.heavy = number() == 1;
        person.lastEnterprise = number();
        person.lastGroup = number();
        person.topic = number();
        person.hardship = number();
        person.x = real();
        person.y = real();
        person.barred = new int[number()];
        for (int i = 0; i < person.barred.length; i++) {
            person.barred[i] = number();
        }
        return person;
    }

    private void next() throws IOException {
        words = new StringTokenizer(lines.readLine());
    }

    private int number() {
        return Integer.parseInt(words.nextToken());
    }

    private double real() {
        return Double.parseDouble(words.nextToken());
    }
}
