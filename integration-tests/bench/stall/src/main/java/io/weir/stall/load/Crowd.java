package io.weir.stall.load;

/**
 * The stalled clients of one storm.
 *
 * @param direction how they stall
 * @param clients how many there are
 * @param checked how many of them go on in the end, and have every byte verified
 * @param bodyBytes the size of a big body
 * @param headBytes how much of a head is sent where heads stall
 * @param socketBufferBytes of each client's socket: what is sent to it beyond this is held by the proxy and its kernel
 */
public record Crowd(
        Direction direction, int clients, int checked, long bodyBytes, int headBytes, int socketBufferBytes) {

    /** Whether a client is one of those that are checked: they are spread evenly over the crowd. */
    boolean isChecked(int client) {
        return (long) client * checked / clients != (long) (client + 1) * checked / clients;
    }
}
