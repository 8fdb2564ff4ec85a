package io.weir.versus.report;

import io.weir.bench.harness.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a bar is met: the median of all rounds counts.
 *
 * @param word met, missed, or unknown where nothing that counts was measured
 */
public record Verdict(String word, String text) {

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

    private static Verdict of(Bar bar, Contest contest) {
        Optional<Spread> found = bar.isRatio()
                ? contest.ratio(bar.subject(), bar.rival(), bar.quantity())
                : contest.spread(bar.subject(), bar.quantity());
        String word = found.map(spread -> bar.isMetBy(spread.median()) ? "met" : "missed")
                .orElse("unknown");
        return new Verdict(
                word,
                bar.text()
                        + found.map(spread -> ": " + number(bar, spread.median()) + " (" + number(bar, spread.least())
                                        + "–" + number(bar, spread.most()) + ")")
                                .orElse(""));
    }

    private static String number(Bar bar, double value) {
        return bar.isRatio()
                ? String.format(Locale.ROOT, "%.2f", value)
                : bar.quantity().text(value);
    }
}
