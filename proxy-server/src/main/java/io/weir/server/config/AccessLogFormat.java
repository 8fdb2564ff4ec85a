package io.weir.server.config;

/** How the access log is written. */
public enum AccessLogFormat {
    /** {@code key=value} pairs. */
    TEXT,
    /** One JSON object a line. */
    JSON,
    /** Not at all. */
    OFF
}
