package io.weir.forwarded;

import io.weir.forwarded.ForwardedLines.Host;
import io.weir.http.AddressText;
import io.weir.http.Head;
import io.weir.http.KnownField;
import io.weir.http.Scheme;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Who the client of a front connection is, by what it says in {@code X-Forwarded-*} and {@code Forwarded} if it is to be believed, and
 * what servers are told of it. Confined to its event loop.
 */
public final class Forwarding {
    /*
     * A hop that is not trusted: what it claims is dropped, and the same lines of ours go out with each of its requests. They are made
     * once, so that such a request makes no garbage.
     *
     * A trusted hop: its lists are read from their right end, where those wrote whom we know to be trusted, up to the first address that
     * is not trusted. That is the client. What stands further left is the client's own word and is not looked at. A part that has to be
     * read and cannot be is refused: to pass over it would be to believe what stands left of it.
     *
     * Proto, Host and Port tell one thing, the URL that was asked for. If the hop tells any of them, ours are not mixed with them.
     */

    private final ForwardedMode mode;
    private final TrustedPeers trusted;
    private final InetSocketAddress hop;
    private final Scheme ownScheme;
    private final int port;
    private final boolean believed;
    private final ForwardedLines usual;
    private ForwardedLines lines;
    private InetSocketAddress client;
    private Scheme scheme;

    /**
     * For a connection from {@code hop} that was made by {@code scheme} to {@code port} of this machine.
     *
     * @param trusted peers that are believed
     */
    public Forwarding(ForwardedMode mode, TrustedPeers trusted, InetSocketAddress hop, Scheme scheme, int port) {
        this.mode = mode;
        this.trusted = trusted;
        this.hop = hop;
        this.scheme = scheme;
        ownScheme = scheme;
        this.port = port;
        believed = trusted.contains(hop.getAddress());
        usual = new ForwardedLines(
                mode.sendsXForwarded() ? xForwarded(hopText()) + xForwardedUrl() : "",
                mode.sendsXForwarded() ? Host.TOLD : Host.UNTOLD,
                mode.sendsForwarded() ? "Forwarded: " + own() : "");
        lines = usual;
        client = hop;
    }

    /** Forgets what the last request said. */
    public void reset() {
        lines = usual;
        client = hop;
        scheme = ownScheme;
    }

    /**
     * Reads what this request says, if its hop is trusted.
     *
     * @return false if what it says must be known and cannot be read
     */
    public boolean read(Head head, ByteBuffer bytes) {
        if (!believed) {
            return true;
        }
        reset();
        Received received = new Received(head, bytes);
        if (!identify(received)) {
            return false;
        }
        scheme = told(received.proto);
        compose(received);
        return true;
    }

    /**
     * Forgets the lines of the last request, which are as long as its hop chose: for when the head that they go into has been composed, or
     * never will be. The client and the scheme stay.
     */
    public void forgetLines() {
        lines = usual;
    }

    /** The client of the last request that was read; its port is 0 if it is not known. */
    public InetSocketAddress client() {
        return client;
    }

    /** The scheme by which the client asked: as a trusted hop tells by {@code X-Forwarded-Proto}, else that of the connection. */
    public Scheme scheme() {
        return scheme;
    }

    /** Whether the hop's word counts in fields that Weir does not extend: see {@link KnownField#OTHER_FORWARDING}. */
    public boolean passesOthers() {
        return believed && mode != ForwardedMode.OFF;
    }

    /** Most bytes that the lines of the present request add to one whose authority is of so many bytes. */
    public int mostBytes(int authorityBytes) {
        return lines.lines().length + lines.forwarded().length + 2 * authorityBytes;
    }

    public ForwardedLines lines() {
        return lines;
    }

    private Scheme told(String proto) {
        if (proto.isEmpty()) {
            return ownScheme;
        }
        return proto.equalsIgnoreCase(Scheme.HTTPS.word()) ? Scheme.HTTPS : Scheme.HTTP;
    }

    private boolean identify(Received received) {
        ForwardedField forwarded = ForwardedField.parse(received.forwarded);
        if (!forwarded.isValid()) {
            return false;
        }
        boolean hasFor = !received.addresses.isEmpty();
        boolean prefersForwarded = mode == ForwardedMode.RFC7239 && !received.forwarded.isEmpty();
        return follow(hasFor && !prefersForwarded ? elements(received.addresses) : forwarded.nodes());
    }

    private boolean follow(List<String> nodes) {
        for (int i = nodes.size() - 1; i >= 0 && trusted.contains(client.getAddress()); i--) {
            String node = nodes.get(i);
            if (ForwardedField.isHidden(node)) {
                return true;
            }
            var next = AddressText.node(node);
            if (next.isEmpty()) {
                return false;
            }
            client = next.get();
        }
        return true;
    }

    private static List<String> elements(String list) {
        List<String> elements = new ArrayList<>();
        for (String element : list.split(",", -1)) {
            String trimmed = element.strip();
            if (!trimmed.isEmpty()) {
                elements.add(trimmed);
            }
        }
        return elements;
    }

    private void compose(Received received) {
        if (mode == ForwardedMode.OFF) {
            return;
        }
        boolean tellsUrl = !received.url.isEmpty();
        boolean sendsX = mode.sendsXForwarded() || tellsUrl || !received.addresses.isEmpty();
        boolean sendsForwarded = mode.sendsForwarded() || !received.forwarded.isEmpty();
        String others = client.equals(hop) ? "" : AddressText.of(client.getAddress());
        String before = received.addresses.isEmpty() ? others : received.addresses;
        String url = tellsUrl ? received.url : xForwardedUrl();
        lines = new ForwardedLines(
                sendsX ? xForwarded(join(before, hopText())) + url : "",
                sendsX && !tellsUrl ? Host.TOLD : Host.UNTOLD,
                sendsForwarded ? "Forwarded: " + join(forwardedBefore(received, others), own()) : "");
    }

    private String forwardedBefore(Received received, String others) {
        if (!received.forwarded.isEmpty() || others.isEmpty()) {
            return received.forwarded;
        }
        return "for=" + node(client.getAddress());
    }

    private String hopText() {
        return AddressText.of(hop.getAddress());
    }

    private String own() {
        return "for=" + node(hop.getAddress()) + ";proto=" + ownScheme.word();
    }

    private static String join(String before, String last) {
        return before.isEmpty() ? last : before + ", " + last;
    }

    private static String xForwarded(String addresses) {
        return "X-Forwarded-For: " + addresses + "\r\n";
    }

    private String xForwardedUrl() {
        return "X-Forwarded-Proto: " + ownScheme.word() + "\r\nX-Forwarded-Port: " + port + "\r\n";
    }

    // RFC 7239 section 6: a node with colons or brackets stands between quotes.
    private static String node(InetAddress address) {
        String text = AddressText.of(address);
        return address instanceof Inet6Address ? "\"[" + text + "]\"" : text;
    }

    /** The forwarding fields of one request: lines of a list joined, the others as they came. */
    private static final class Received {

        private String addresses = "";
        private String forwarded = "";
        private String proto = "";
        private String url = "";

        Received(Head head, ByteBuffer bytes) {
            for (int field = 0; field < head.fieldCount(); field++) {
                int start = head.valueStart(field);
                int end = head.valueEnd(field);
                if (start < end && head.kind(field).isForwarding()) {
                    add(head.kind(field), text(bytes, start, end));
                }
            }
        }

        private void add(KnownField kind, String value) {
            switch (kind) {
                case FORWARDED -> forwarded = join(forwarded, value);
                case X_FORWARDED_FOR -> addresses = join(addresses, value);
                case X_FORWARDED_PROTO -> {
                    proto = value;
                    url += "X-Forwarded-Proto: " + value + "\r\n";
                }
                case X_FORWARDED_HOST -> url += "X-Forwarded-Host: " + value + "\r\n";
                case X_FORWARDED_PORT -> url += "X-Forwarded-Port: " + value + "\r\n";
                default -> {}
            }
        }

        private static String text(ByteBuffer bytes, int start, int end) {
            byte[] copy = new byte[end - start];
            bytes.get(start, copy);
            return new String(copy, StandardCharsets.ISO_8859_1);
        }
    }
}
