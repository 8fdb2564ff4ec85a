package io.weir.settings;

/** What a listener takes its clients' bytes for. */
public enum Protocol {
    /** Bytes both ways, nothing parsed. */
    TCP,
    /** HTTP/1.0 and HTTP/1.1. */
    HTTP
}
