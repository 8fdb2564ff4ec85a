package io.weir.conformance.trial;

/**
 * What became of one message.
 *
 * @param detail the status that it was rejected with, or what went wrong
 */
public record Finding(Verdict verdict, String detail) {

    /** The worse of two. */
    public Finding or(Finding other) {
        return other.verdict.compareTo(verdict) > 0 ? other : this;
    }

    @Override
    public String toString() {
        return detail.isEmpty() ? verdict.words() : verdict.words() + " (" + detail + ")";
    }
}
