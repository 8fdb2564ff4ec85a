package io.weir.versus.scenario;

import io.weir.versus.measure.Meter;
import io.weir.versus.proxy.Running;
import io.weir.versus.report.Quantity;
import io.weir.versus.report.Round;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns of all who take part, A B C A B C and so on: what slows the machine for a while slows all of them. */
final class Interleaved implements AutoCloseable {

    private static final int MOST_MORE_TURNS = 8;

    private final Rig rig;
    private final String scenario;
    private final List<Running> running = new ArrayList<>();
    private final Map<String, List<Round>> rounds = new LinkedHashMap<>();

    Interleaved(Rig rig, String scenario) {
        this.rig = rig;
        this.scenario = scenario;
    }

    /** Starts all of them, and warms each up with one long turn. */
    void start(List<Contender> contenders, Turn turn) throws InterruptedException {
        contenders.forEach(contender -> rounds.put(contender.name(), new ArrayList<>()));
        for (Contender contender : contenders) {
            start(contender, turn);
        }
    }

    /** Those that serve. */
    List<Running> running() {
        return List.copyOf(running);
    }

    /** Has as many rounds as are wanted. */
    void rounds(Turn turn) throws InterruptedException {
        for (int round = 1; round <= rig.effort().rounds(); round++) {
            System.err.println("versus: " + scenario + ", round " + round + " of "
                    + rig.effort().rounds());
            for (Running proxy : running) {
                rounds.getOrDefault(proxy.name(), new ArrayList<>()).add(round(proxy, turn));
            }
        }
    }

    /** What all rounds came to, by the names of those who took part. */
    Map<String, List<Round>> outcome() {
        return rounds;
    }

    /** Looks at what the rounds leave out, and tells it with the last of them. */
    void lookCloser(CloserLook look) throws InterruptedException {
        for (Running proxy : running) {
            System.err.println("versus: " + scenario + ", looking closer at " + proxy.name());
            List<Round> all = rounds.getOrDefault(proxy.name(), new ArrayList<>());
            int last = all.size() - 1;
            try {
                all.set(last, all.get(last).and(look.at(proxy)));
            } catch (IOException e) {
                all.add(Round.failed(e));
            }
        }
    }

    @Override
    public void close() {
        running.forEach(Running::close);
    }

    // One that does not start is told, and is no reason to lose what the others do.
    private void start(Contender contender, Turn turn) throws InterruptedException {
        System.err.println("versus: " + scenario + ", warming up " + contender.name());
        try {
            Running proxy = rig.start(scenario, contender);
            running.add(proxy);
            warmUp(proxy, turn);
        } catch (IOException e) {
            rounds.getOrDefault(contender.name(), new ArrayList<>()).add(Round.failed(e));
        }
    }

    // What goes wrong before the first round is no round: it would stand beside the first of another.
    private void warmUp(Running proxy, Turn turn) throws InterruptedException {
        try {
            Round last = turn.run(proxy, rig.effort().warmUp(proxy.kind()));
            if (proxy.kind().isWeir()) {
                untilCompiled(proxy, turn, last);
            }
        } catch (IOException e) {
            System.err.println("versus: " + proxy.name() + ": " + e.getMessage());
        }
    }

    // On a machine that is busy the time that was said may not do: until it no longer gets faster, and has compiled
    // what it began to.
    private void untilCompiled(Running proxy, Turn turn, Round warmUp) throws IOException, InterruptedException {
        Gain gain = new Gain(warmUp.value(Quantity.CPU_MICROS));
        for (int i = 0; i < MOST_MORE_TURNS; i++) {
            Round next = turn.run(proxy, rig.effort().round());
            if (gain.isOverWith(next.value(Quantity.CPU_MICROS))) {
                break;
            }
        }
        Meter.awaitQuiet(proxy.process());
    }

    private Round round(Running proxy, Turn turn) throws InterruptedException {
        try {
            return turn.run(proxy, rig.effort().round());
        } catch (IOException e) {
            return Round.failed(e);
        }
    }
}
