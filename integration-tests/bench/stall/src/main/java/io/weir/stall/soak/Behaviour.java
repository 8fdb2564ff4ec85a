package io.weir.stall.soak;

import java.io.IOException;
import java.util.SplittableRandom;

/** What a client does on one connection, from its beginning to its end. */
@FunctionalInterface
interface Behaviour {

    /** Does it, at random. Throws {@link ViolationException} if it was answered what it should not have been. */
    void act(SplittableRandom random, Line line) throws IOException;
}
