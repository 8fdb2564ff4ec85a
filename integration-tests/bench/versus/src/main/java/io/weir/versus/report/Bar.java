package io.weir.versus.report;

import java.util.Locale;

/**
 * What issue 6 asks of Weir in a scenario.
 *
 * @param subject whom it is asked of
 * @param rival whose figure in the same round the subject's is divided by; empty where the figure itself is judged
 * @param least the least it may be
 * @param most the most it may be
 */
public record Bar(String subject, Quantity quantity, String rival, double least, double most) {

    /** At most so many times the rival's. */
    public static Bar atMostTimes(String subject, Quantity quantity, String rival, double most) {
        return new Bar(subject, quantity, rival, 0, most);
    }

    /** At least so many times the rival's. */
    public static Bar atLeastTimes(String subject, Quantity quantity, String rival, double least) {
        return new Bar(subject, quantity, rival, least, Double.MAX_VALUE);
    }

    /** At most so much, whatever the rivals do. */
    public static Bar atMost(String subject, Quantity quantity, double most) {
        return new Bar(subject, quantity, "", 0, most);
    }

    /** Whether it is a ratio that is judged. */
    public boolean isRatio() {
        return !rival.isEmpty();
    }

    boolean isMetBy(double value) {
        return value >= least && value <= most;
    }

    String text() {
        String limit = most < Double.MAX_VALUE ? "at most " + number(most) : "at least " + number(least);
        return subject + ": " + quantity.title() + " " + limit + (isRatio() ? " x " + rival : "");
    }

    private String number(double limit) {
        return String.format(Locale.ROOT, isRatio() || limit != Math.rint(limit) ? "%.2f" : "%.0f", limit);
    }
}
