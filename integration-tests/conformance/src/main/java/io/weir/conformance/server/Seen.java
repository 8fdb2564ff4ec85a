package io.weir.conformance.server;

/**
 * A request as a server has understood it.
 *
 * @param port of the back connection, as the server sees it
 * @param line method and target, or what the server has logged in its place
 * @param token of the request's X-Token
 */
public record Seen(int port, String line, String token) {

    static Seen parse(String logged) {
        String[] parts = logged.split("\\|", 3);
        return new Seen(Integer.parseInt(parts[0]), parts[1], parts.length > 2 ? parts[2] : "");
    }
}
