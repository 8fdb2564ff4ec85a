package io.weir.exchange;

import io.weir.settings.Limits;
import io.weir.settings.Timeouts;
import io.weir.testing.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Test;

/**
 * Whatever event loops do while generations are replaced: none is forgotten while an exchange or a tunnel is on it, and each that was replaced is forgotten
 * once its last one is over.
 */
final class GenerationRacesTest {

    private static final int LOOPS = 2;

    @Test
    void threads_that_take_turns_at_every_step_lose_no_generation_and_keep_none() {
        ModelCheckingOptions options = new ModelCheckingOptions()
                .iterations(0)
                .invocationsPerIteration(150)
                .verifier(EpsilonVerifier.class);
        races().forEach(race -> options.addCustomScenario(race.scenario()));
        options.check(Traffic.class);
    }

    @Test
    void threads_that_run_freely_lose_no_generation_and_keep_none() {
        StressOptions options =
                new StressOptions().iterations(0).invocationsPerIteration(1000).verifier(EpsilonVerifier.class);
        races().forEach(race -> options.addCustomScenario(race.scenario()));
        options.check(Traffic.class);
    }

    private static List<Race> races() {
        return List.of(
                // an exchange that begins while its generation is replaced
                new Race().thread(begin(0)).thread(publish(), look()),
                new Race().thread(begin(0)).thread(publish()).thread(look(), look()),
                // exchanges of both loops
                new Race().thread(begin(0)).thread(begin(1)).thread(publish(), look()),
                new Race().thread(begin(0), end(0)).thread(begin(1)).thread(publish(), publish(), look()),
                // the last one ends while its generation is replaced
                new Race().before(begin(0)).thread(end(0)).thread(publish(), look()),
                new Race()
                        .before(begin(0), begin(1))
                        .thread(end(0), begin(0))
                        .thread(end(1))
                        .thread(publish()),
                // an exchange that becomes a tunnel
                new Race().before(begin(0)).thread(tunnel(0)).thread(publish(), look()),
                new Race()
                        .before(begin(0))
                        .thread(tunnel(0), end(0))
                        .thread(publish())
                        .thread(look(), look()),
                new Race()
                        .before(begin(0), publish(), begin(1))
                        .thread(tunnel(0), end(0))
                        .thread(publish(), look())
                        .thread(end(1), begin(1)));
    }

    private static Actor begin(int loop) {
        return Race.step(Traffic.class, "begin", loop);
    }

    private static Actor tunnel(int loop) {
        return Race.step(Traffic.class, "tunnel", loop);
    }

    private static Actor end(int loop) {
        return Race.step(Traffic.class, "end", loop);
    }

    private static Actor publish() {
        return Race.step(Traffic.class, "publish");
    }

    private static Actor look() {
        return Race.step(Traffic.class, "look");
    }

    /** Two event loops with one session each, of which one thread runs the tasks; reloads are made by one thread, and any thread looks. */
    public static final class Traffic {

        private final List<Generation> all = new ArrayList<>(); // of the thread of reloads
        private final Generations generations;
        private final Loop[] loops = new Loop[LOOPS];

        public Traffic() {
            generations = new Generations(made(1));
            for (int i = 0; i < LOOPS; i++) {
                loops[i] = new Loop(i);
            }
        }

        private Generation made(int number) {
            Generation made = new Generation(number, LOOPS, Timeouts.DEFAULT, Limits.DEFAULT, Map.of());
            all.add(made);
            return made;
        }

        @Operation
        public void begin(int loop) {
            loops[loop].begin(generations);
        }

        @Operation
        public void tunnel(int loop) {
            loops[loop].tunnel();
        }

        @Operation
        public void end(int loop) {
            loops[loop].end();
        }

        @Operation
        public void publish() {
            Generation before = generations.replace(made(all.size() + 1), 0);
            for (Loop loop : loops) {
                loop.runTask();
            }
            generations.close(before);
        }

        @Operation
        public void look() {
            generations.inUse();
        }

        @Validate
        public void those_in_use_are_known_and_no_others() {
            List<Generation> inUse = generations.inUse();
            for (Generation generation : all) {
                boolean isCurrent = generation == generations.current();
                boolean isOn = generation.exchanges() + generation.tunnels() > 0;
                require(inUse.contains(generation) == (isCurrent || isOn), "known: the current one, and those in use");
            }
            for (Loop loop : loops) {
                Generation mine = loop.mine;
                require(mine == null || inUse.contains(mine), "the generation of an exchange is known");
                require(mine == null || mine.exchanges() + mine.tunnels() > 0, "an exchange is counted in its own");
            }
        }

        // Not by AssertJ, which Lincheck would follow into.
        private static void require(boolean holds, String what) {
            if (!holds) {
                throw new IllegalStateException("expected: " + what);
            }
        }
    }

    /** An event loop: the lock stands for its thread, which runs one task after the other. */
    private static final class Loop {

        private final int number;
        private volatile Generation mine;
        private boolean isTunnel;

        Loop(int number) {
            this.number = number;
        }

        synchronized void begin(Generations generations) {
            if (mine == null) {
                Generation present = generations.current();
                present.countExchanges(number, 1);
                mine = present;
                isTunnel = false;
            }
        }

        synchronized void tunnel() {
            if (mine != null && !isTunnel) {
                mine.countTunnels(number, 1);
                mine.countExchanges(number, -1);
                isTunnel = true;
            }
        }

        synchronized void end() {
            if (mine != null && isTunnel) {
                mine.countTunnels(number, -1);
                mine = null;
            } else if (mine != null) {
                mine.countExchanges(number, -1);
                mine = null;
            }
        }

        synchronized void runTask() {
            // Tasks run one after the other: all that began before are over.
        }
    }
}
