package io.weir.buffer;

/** The outcome of asking for a buffer: a {@link Lease}, a {@link Ticket} that is in line, or a {@link Refusal}. */
public sealed interface Acquisition permits Lease, Ticket, Refusal {}
