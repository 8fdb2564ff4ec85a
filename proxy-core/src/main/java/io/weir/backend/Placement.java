package io.weir.backend;

/** The outcome of asking for a server: a {@link Server}, a {@link SlotTicket} that is in line, or {@link NoServer}. */
public sealed interface Placement permits Server, SlotTicket, NoServer {}
