package io.weir.server.watch;

/** The result of reading one path: content, or the obstacle that there was. Two states are equal if the path need not be looked at again. */
public sealed interface FileState {

    /** Whether there was this obstacle. */
    boolean is(Obstacle obstacle);

    /** Whether the path has content. */
    boolean isContent();

    /** The state of a path whose content has this hash. */
    record Content(Fingerprint hash) implements FileState {
        @Override
        public boolean is(Obstacle obstacle) {
            return false;
        }

        @Override
        public boolean isContent() {
            return true;
        }

        @Override
        public String toString() {
            return "content " + hash;
        }
    }

    /** The state of a path without content. */
    record Unavailable(Obstacle obstacle) implements FileState {
        @Override
        public boolean is(Obstacle other) {
            return obstacle == other;
        }

        @Override
        public boolean isContent() {
            return false;
        }

        @Override
        public String toString() {
            return "unavailable " + obstacle;
        }
    }
}
