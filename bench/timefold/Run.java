package peer;

import ai.timefold.solver.core.api.score.buildin.hardsoft.HardSoftScore;
import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.constructionheuristic.ConstructionHeuristicPhaseConfig;
import ai.timefold.solver.core.config.constructionheuristic.ConstructionHeuristicType;
import ai.timefold.solver.core.config.heuristic.selector.move.factory.MoveIteratorFactoryConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.localsearch.decider.acceptor.LocalSearchAcceptorConfig;
import ai.timefold.solver.core.config.localsearch.decider.forager.LocalSearchForagerConfig;
import ai.timefold.solver.core.config.score.director.ScoreDirectorFactoryConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.impl.solver.DefaultSolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * Solve one problem and print the plan: `java peer.Run FILE default|tuned SECONDS SEED`.
 *
 * Both let an official choose among the postings open to them only; a range of all postings with the personal rules as
 * constraints scored half as many moves a second.
 *
 * default: first fit, then late acceptance over changes and swaps, as the solver does it when nobody says anything
 * else, scored by constraint streams (`Rules`).
 *
 * tuned: the hardest first, then simulated annealing over `NearMoves`, scored by `Ledger`, without assertions. Tried on
 * 1,000 people, and worse: late acceptance of 400 and of 10,000 over the same moves; heat that lets hard rules be
 * broken (1hard); 2 and 8 soft (3 to 5 are alike); moves to all open postings alike instead of the 30 cheapest, cheap
 * ones more often (20 and 45 are alike); five moves in ten alone instead of one or two. The parallel and the serial
 * collector are alike. Nearby selection and several threads are not in the edition that anybody may use.
 */
public final class Run {
    private static final String HEAT = "0hard/4soft";
    private static final int CHOICES = 100; // the cheapest postings of an official, so that construction ends

    public static void main(String[] arguments) throws Exception {
        boolean isTuned = arguments[1].equals("tuned");
        Plan problem = ProblemFile.read(Path.of(arguments[0]), isTuned ? CHOICES : Integer.MAX_VALUE);
        SolverConfig config = new SolverConfig()
                .withSolutionClass(Plan.class)
                .withEntityClasses(Person.class)
                .withRandomSeed(Long.parseLong(arguments[3]))
                .withTerminationSpentLimit(Duration.ofMillis((long) (1000 * Double.parseDouble(arguments[2]))));
        Solver<Plan> solver = SolverFactory.<Plan>create(isTuned ? tuned(config) : usual(config)).buildSolver();
        long[] legal = {-1};
        solver.addEventListener(event -> {
            HardSoftScore score = (HardSoftScore) event.getNewBestScore();
            if (legal[0] < 0 && event.isNewBestSolutionInitialized() && score.hardScore() == 0) {
                legal[0] = event.getTimeMillisSpent();
            }
        });
        tell(solver.solve(problem), legal[0], ((DefaultSolver<Plan>) solver).getMoveEvaluationCount());
    }

    private static SolverConfig usual(SolverConfig config) {
        return config.withConstraintProviderClass(Rules.class).withPhases(
                new ConstructionHeuristicPhaseConfig()
                        .withConstructionHeuristicType(ConstructionHeuristicType.FIRST_FIT),
                new LocalSearchPhaseConfig());
    }

    private static SolverConfig tuned(SolverConfig config) {
        LocalSearchAcceptorConfig acceptor =
                new LocalSearchAcceptorConfig().withSimulatedAnnealingStartingTemperature(HEAT);
        return config.withEnvironmentMode(EnvironmentMode.NO_ASSERT)
                .withScoreDirectorFactory(
                        new ScoreDirectorFactoryConfig().withIncrementalScoreCalculatorClass(Ledger.class))
                .withPhases(
                        new ConstructionHeuristicPhaseConfig()
                                .withConstructionHeuristicType(ConstructionHeuristicType.FIRST_FIT_DECREASING),
                        new LocalSearchPhaseConfig()
                                .withMoveSelectorConfig(
                                        new MoveIteratorFactoryConfig().withMoveIteratorFactoryClass(NearMoves.class))
                                .withAcceptorConfig(acceptor)
                                .withForagerConfig(new LocalSearchForagerConfig().withAcceptedCountLimit(1)));
    }

    private static void tell(Plan plan, long legal, long moves) throws Exception {
        System.out.println("legal " + legal);
        System.out.println("moves " + moves);
        System.out.println("score " + -plan.score.hardScore() + " " + -plan.score.softScore());
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM"))
                    .forEach(line -> System.out.println("memory " + line.replaceAll("\\D", "")));
        }
        System.out.println("plan " + plan.people.stream()
                .map(each -> each.posting == null ? "-1" : String.valueOf(each.posting.row))
                .collect(Collectors.joining(" ")));
    }
}
