package io.weir.server.demo;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What somebody wants to see.
 *
 * @param port where the proxy listens; empty for 8080 or, if that is taken, a free one
 * @param duration how long; zero for until Ctrl-C
 * @param stalledReaders clients that ask for much and hardly read
 */
public record DemoOptions(OptionalInt port, Duration duration, int stalledReaders) {}
