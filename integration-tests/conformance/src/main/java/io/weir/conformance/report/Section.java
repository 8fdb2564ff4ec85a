package io.weir.conformance.report;

/**
 * A part of the report.
 *
 * @param markdown with its heading
 * @param console the same for a terminal, shorter
 * @param weirPasses whether Weir does all that is asked of it here
 */
public record Section(String markdown, String console, boolean weirPasses) {}
