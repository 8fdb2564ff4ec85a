package io.weir.buffer;

import java.net.InetAddress;
import java.time.Duration;

/**
 * A buffer that is held without progress, for people who want to know by whom.
 *
 * @param session number of the session that holds it
 * @param flow the flow whose bytes are in it
 * @param client address of the client of that session
 * @param age since when
 * @param leftBytes bytes in it that the other side has not taken
 */
public record StalledBuffer(long session, Flow flow, InetAddress client, Duration age, int leftBytes) {}
