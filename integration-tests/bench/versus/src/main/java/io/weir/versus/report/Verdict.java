package io.weir.versus.report;

import io.weir.bench.harness.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a bar is met: the median of all rounds counts.
 *
 * @param word met, missed, or unknown where nothing that counts was measured
 * @param bar what is asked
 * @param found what was measured; empty where nothing was
 */
public record Verdict(String word, String bar, String found) {

    /** Of all bars of a scenario whose subject, and rival if there is one, took part. */
    public static List<Verdict> of(Contest contest) {
        return contest.bars().stream()
                .filter(bar -> contest.names().contains(bar.subject()))
                .filter(bar -> !bar.isRatio() || contest.names().contains(bar.rival()))
                .map(bar -> of(bar, contest))
                .toList();
    }

    /** Whether it is not met. An unknown one is not. */
    public boolean isMissed() {
        return !word.equals("met");
    }

    /** Bar and figure in one line. */
    public String text() {
        return found.isEmpty() ? bar : bar + ": " + found;
    }

    private static Verdict of(Bar bar, Contest contest) {
        Optional<Spread> found = bar.isRatio()
                ? contest.ratio(bar.subject(), bar.rival(), bar.quantity())
                : contest.spread(bar.subject(), bar.quantity());
        return found.map(spread ->
                        new Verdict(bar.isMetBy(spread.median()) ? "met" : "missed", bar.text(), text(bar, spread)))
                .orElse(new Verdict("unknown", bar.text(), ""));
    }

    private static String text(Bar bar, Spread spread) {
        return number(bar, spread.median()) + " (" + number(bar, spread.least()) + "–" + number(bar, spread.most())
                + ")";
    }

    private static String number(Bar bar, double value) {
        return bar.isRatio()
                ? String.format(Locale.ROOT, "%.2f", value)
                : bar.quantity().text(value);
    }
}
