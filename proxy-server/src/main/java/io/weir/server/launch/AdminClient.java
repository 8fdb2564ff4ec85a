package io.weir.server.launch;

import io.weir.server.text.Amounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a running Weir for a write, by its admin listener. */
public final class AdminClient {

    /*
     * An address that is mistaken for that of the admin listener must not cost the token: the traffic port hands it to a backend, for one. So the client
     * first asks for a page without a token, and sends the write only where the answer has the field of admin listeners. That is no
     * authentication: a listener that pretends to be Weir gets the token.
     */

    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_GREETING_BYTES = 16 * 1024;
    private static final Duration LONGEST_GREETING = Duration.ofSeconds(5);
    private static final int LAST_PORT = 65_535;
    private static final int MOST_HEAD_BYTES = 8192;
    private static final int END_OF_HEAD = 0x0d0a0d0a;
    private static final Pattern CONTINUE = Pattern.compile("HTTP/1\\.[01] 100 ");
    private static final Pattern RESPONSE =
            Pattern.compile("HTTP/1\\.[01] (\\d{3})[^\\r\\n]*\\r\\n.*?\\r\\n\\r\\n(.*)", Pattern.DOTALL);

    private static final Pattern GREETING = Pattern.compile(
            "HTTP/1\\.[01] \\d{3}[^\\r\\n]*\\r\\n(?:[^\\r\\n]+\\r\\n)*?Weir-Admin: *1 *\\r\\n.*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final String QUESTION = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final String NOBODY =
            " (expected: weir.admin.bind or weir.admin.socket of a running Weir; --admin or " + HealthProbe.VARIABLE
                    + " names another)";

    private final String address;
    private final Optional<String> token;

    /**
     * A client of the admin listener at {@code address}: {@code host:port}, or the absolute path of its Unix socket.
     *
     * @param token what gives it a role; not needed on a Unix socket
     */
    public AdminClient(String address, Optional<String> token) {
        this.address = address;
        this.token = token;
    }

    /** Whether the text can be an address of an admin listener. */
    public static boolean isAddress(String address) {
        return address.startsWith("/")
                || (AdminAddress.is(address) && AdminAddress.of(address).port() <= LAST_PORT);
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param body all of it
     */
    public record Answer(int status, String body) {}

    /**
     * Asks for a write, and waits for the answer. Neither the write nor the token is sent to a server that is no admin listener of Weir, and the body only
     * once the listener has granted the request by its head.
     *
     * @param body JSON
     * @throws IOException if nobody answers within {@code longest}, not in HTTP, or not as an admin listener; the message is meant for people
     */
    public Answer post(String path, String body, Duration longest) throws IOException {
        SocketAddress server = server();
        greet(server, longest);
        return talk(server, longest, channel -> exchange(channel, path, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static void greet(SocketAddress server, Duration longest) throws IOException {
        Duration most = longest.compareTo(LONGEST_GREETING) < 0 ? longest : LONGEST_GREETING;
        String answer = talk(server, most, channel -> {
            write(channel, QUESTION.getBytes(StandardCharsets.US_ASCII));
            return rest(Channels.newInputStream(channel), MOST_GREETING_BYTES);
        });
        if (!GREETING.matcher(answer).matches()) {
            throw new IOException("not an admin listener of Weir; it was sent neither the write nor a token");
        }
    }

    /** What is said on one connection. */
    @FunctionalInterface
    private interface Talk<T> {
        T with(SocketChannel channel) throws IOException;
    }

    private static <T> T talk(SocketAddress server, Duration longest, Talk<T> talk) throws IOException {
        try (SocketChannel channel = server instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open()) {
            CountDownLatch answered = new CountDownLatch(1);
            closeUnless(answered, channel, longest);
            try {
                connect(channel, server);
                return talk.with(channel);
            } catch (ClosedChannelException late) {
                throw new IOException("no answer within " + Amounts.duration(longest), late);
            } finally {
                answered.countDown();
            }
        }
    }

    private static void connect(SocketChannel channel, SocketAddress server) throws IOException {
        try {
            channel.connect(server);
        } catch (SocketException nobody) {
            throw new IOException(nobody.getMessage() + NOBODY, nobody);
        }
    }

    private SocketAddress server() throws IOException {
        if (address.startsWith("/")) {
            Path path = Path.of(address);
            // The kernel says of it what it says of a socket on which nobody listens.
            if (Files.isRegularFile(path) || Files.isDirectory(path)) {
                throw new IOException("no socket");
            }
            return UnixDomainSocketAddress.of(path);
        }
        if (!isAddress(address)) {
            throw new IOException("no address");
        }
        return AdminAddress.of(address).resolve();
    }

    // RFC 9110 10.1.1: an answer that is not 100 comes in the place of the body.
    private Answer exchange(SocketChannel channel, String path, byte[] body) throws IOException {
        write(channel, head(path, body.length).getBytes(StandardCharsets.UTF_8));
        InputStream in = Channels.newInputStream(channel);
        String head = readHead(in);
        if (!CONTINUE.matcher(head).lookingAt()) {
            return read(head + rest(in, MOST_BYTES));
        }
        write(channel, body);
        return read(rest(in, MOST_BYTES));
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        int c = in.read();
        while (c >= 0 && head.size() < MOST_HEAD_BYTES) {
            head.write(c);
            last = last << Byte.SIZE | c;
            if (last == END_OF_HEAD) {
                break;
            }
            c = in.read();
        }
        return head.toString(StandardCharsets.UTF_8);
    }

    private static String rest(InputStream in, int most) throws IOException {
        return new String(in.readNBytes(most), StandardCharsets.UTF_8);
    }

    private String head(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nWeir-Admin: 1\r\nContent-Type: application/json\r\n"
                + token.map(known -> "Authorization: Bearer " + known + "\r\n").orElse("")
                + "Content-Length: " + length + "\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
    }

    private static void write(SocketChannel channel, byte[] request) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(request);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    // A blocking channel has no timeout of its own.
    private static void closeUnless(CountDownLatch answered, SocketChannel channel, Duration longest) {
        Thread watch = new Thread(
                () -> {
                    try {
                        if (!answered.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                            channel.close();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (IOException e) {
                        // Nobody waits for it any more.
                    }
                },
                "weir-admin-client");
        watch.setDaemon(true);
        watch.start();
    }

    private static Answer read(String response) throws IOException {
        Matcher parts = RESPONSE.matcher(response);
        if (!parts.matches()) {
            throw new IOException("no answer that is HTTP");
        }
        return new Answer(Integer.parseInt(parts.group(1)), parts.group(2));
    }
}
