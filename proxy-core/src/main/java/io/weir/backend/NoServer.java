package io.weir.backend;

/** No server takes this exchange: none has a weight, or all have been tried. Nothing to release, nothing to cancel. */
public enum NoServer implements Placement {
    /** No server at all. */
    NONE
}
