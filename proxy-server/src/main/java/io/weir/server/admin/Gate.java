package io.weir.server.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.weir.server.access.Role;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Judges the heads of requests to the admin listener. Confined to its event loop. */
final class Gate {
    /*
     * A page of the web can make a browser send a GET, or a POST of a form, to an address that only the browser reaches (CSRF). Neither changes
     * anything here: a write needs a field that is not of forms and a content type that is not of forms, for both of which a browser first asks by
     * OPTIONS (Fetch, CORS preflight), which is refused. DNS rebinding makes such a page one of the same origin: HostPolicy ends that. Both are
     * checked before the token, so that they hold if a token should ever be one that browsers attach by themselves.
     *
     * The body of a write is read only once its head has passed: no stranger can make the listener keep bytes.
     */

    /** The field that every write needs, and that every answer has: a client finds out by it whose listener it asks before it sends a token. */
    static final String ADMIN_FIELD = "Weir-Admin";

    static final String ADMIN_FIELD_VALUE = "1";
    private static final String READS = "GET, HEAD";
    private static final String NO_TOKEN =
            "Needs a token, and none is configured: set weir.admin.tokens.read, or weir.admin.socket and use that socket.";

    private final Supplier<Access> access;
    private final Pages pages;
    private final Writes writes;

    Gate(Supplier<Access> access, Pages pages, Writes writes) {
        this.access = access;
        this.pages = pages;
        this.writes = writes;
    }

    /** What becomes of a request. */
    sealed interface Verdict {

        /** It is answered by this page. */
        record Answered(Page page) implements Verdict {}

        /** It is answered by this page, which is still to be rendered. */
        record Rendered(LongPage page) implements Verdict {}

        /** It is refused, with this sentence for the caller. {@code allowed} are the methods that the target has, if the method is the reason. */
        record Refused(Refusal refusal, String why, String allowed) implements Verdict {}

        /** It may be done, once its body is there. The place of the write is claimed, and must be given back. */
        record Granted(Write write, Role role) implements Verdict {}
    }

    /** Judges a head, which was decoded without a failure. */
    Verdict judge(HttpRequest request, Peer peer) {
        // RFC 9110 2.5: a higher minor version is read as 1.1, as the proxy reads it.
        if (request.protocolVersion().majorVersion() != 1) {
            return refused(Refusal.BAD_REQUEST);
        }
        Access current = access.get();
        Optional<Verdict> foreign = peer.way() == Peer.Way.NETWORK && !Pages.tellsOnlyHealth(request.uri())
                ? foreign(request, current.hosts())
                : Optional.empty();
        return foreign.orElseGet(() -> writes.at(request.uri())
                .map(write -> written(write, request, peer, current))
                .orElseGet(() -> read(request, peer, current)));
    }

    /** The refusal of a browser that a foreign page has sent. */
    private static Optional<Verdict> foreign(HttpRequest request, HostPolicy hosts) {
        HttpHeaders fields = request.headers();
        int count = fields.getAll(HttpHeaderNames.HOST).size();
        // RFC 9112 3.2: one, and only a client of HTTP/1.0 may leave it out.
        if (count > 1 || (count == 0 && !request.protocolVersion().equals(HttpVersion.HTTP_1_0))) {
            return Optional.of(refused(Refusal.BAD_REQUEST, "Needs one Host."));
        }
        String host = fields.get(HttpHeaderNames.HOST, "");
        if (!hosts.allowsHost(host)) {
            return Optional.of(refused(Refusal.HOST));
        }
        boolean isOwn =
                fields.getAll(HttpHeaderNames.ORIGIN).stream().allMatch(origin -> hosts.allowsOrigin(origin, host));
        return isOwn ? Optional.empty() : Optional.of(refused(Refusal.ORIGIN));
    }

    private Verdict read(HttpRequest request, Peer peer, Access current) {
        HttpMethod method = request.method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            return Pages.isPage(request.uri())
                    ? new Verdict.Refused(Refusal.METHOD, "Only GET and HEAD.", READS)
                    : new Verdict.Answered(Pages.MISSING);
        }
        if (!current.isOpen(request.uri())
                && current.role(request.headers(), peer).isEmpty()) {
            return refused(Refusal.TOKEN);
        }
        return pages.at(request.uri());
    }

    private Verdict written(Write write, HttpRequest request, Peer peer, Access current) {
        HttpHeaders fields = request.headers();
        if (!request.method().equals(HttpMethod.POST)) {
            return new Verdict.Refused(Refusal.METHOD, "Only POST.", HttpMethod.POST.name());
        }
        if (!current.isConfigured(write.role(), peer)) {
            return write.role() == Role.WRITE ? refused(Refusal.WRITES_OFF) : refused(Refusal.WRITES_OFF, NO_TOKEN);
        }
        if (!fields.getAll(ADMIN_FIELD).equals(List.of(ADMIN_FIELD_VALUE))) {
            return refused(Refusal.HEADER);
        }
        if (!isJson(fields.getAll(HttpHeaderNames.CONTENT_TYPE))) {
            return refused(Refusal.CONTENT_TYPE);
        }
        Optional<Role> role = current.role(fields, peer);
        if (role.isEmpty() || !role.get().includes(write.role())) {
            return refused(role.isEmpty() ? Refusal.TOKEN : Refusal.ROLE);
        }
        if (HttpUtil.getContentLength(request, 0L) > write.mostBytes()) {
            return refused(Refusal.BODY);
        }
        return writes.claim(write) ? new Verdict.Granted(write, role.get()) : refused(Refusal.BUSY);
    }

    private static boolean isJson(List<String> contentTypes) {
        if (contentTypes.size() != 1) {
            return false;
        }
        String type = contentTypes.get(0);
        int parameters = type.indexOf(';');
        String media = parameters < 0 ? type : type.substring(0, parameters);
        return media.strip().equalsIgnoreCase(HttpHeaderValues.APPLICATION_JSON.toString());
    }

    private static Verdict refused(Refusal refusal) {
        return refused(refusal, refusal.why());
    }

    private static Verdict refused(Refusal refusal, String why) {
        return new Verdict.Refused(refusal, why, "");
    }
}
