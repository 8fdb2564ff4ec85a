package io.weir.testing.wire;

/**
 * How long a test waits for what must come before it fails. Long enough for a machine that does much else: it is no measure of how fast Weir
 * is. Less than {@link Phase} gives to all that a test is not about.
 */
public final class Patience {

    public static final int SECONDS = 60;
    public static final int MILLIS = SECONDS * 1000;

    private Patience() {}
}
