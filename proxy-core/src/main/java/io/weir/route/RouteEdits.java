package io.weir.route;

import io.weir.http.FieldEdits;
import io.weir.http.Head;
import io.weir.http.NormalPath;
import io.weir.http.PathStart;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request on its way to a server, and of the response on its way back. Immutable.
 *
 * @param path of the path; nothing if null
 * @param request of the fields of the request
 * @param response of the fields of the final response
 */
public record RouteEdits(@Nullable PathEdit path, FieldEdits request, FieldEdits response) {

    /** Nothing. */
    public static final RouteEdits NONE = new RouteEdits(null, FieldEdits.NONE, FieldEdits.NONE);

    /** How many bytes longer a request and its response become at most; of what a rewrite captures nothing can be said. */
    public int growth() {
        int ofPath = path instanceof Prefix prefix
                ? Math.max(0, prefix.other().length() - prefix.prefix().length())
                : 0;
        return Math.max(ofPath + request.growth(), response.growth());
    }

    /** How a path is changed. */
    public sealed interface PathEdit permits Prefix, Rewrite {

        /** What is to be written in the place of the normal path of {@code request}; null if that cannot be done. Borrows the bytes. */
        @Nullable
        PathStart of(Head request, ByteBuffer bytes);
    }

    /**
     * A prefix takes the place of that by which the route matches.
     *
     * @param prefix by which the route matches
     * @param other empty, or a normal path
     * @param start the two, ready to be written
     */
    public record Prefix(String prefix, String other, PathStart start) implements PathEdit {

        public Prefix(String prefix, String other) {
            this(prefix, other, PathStart.prefix(prefix, other));
        }

        @Override
        public PathStart of(Head request, ByteBuffer bytes) {
            return start;
        }
    }

    /**
     * A path that an expression matches as a whole becomes another; one that it does not match stays.
     *
     * @param expression with groups
     * @param to the other path, in which {@code $1} stands for what the first group matched
     */
    public record Rewrite(Regex expression, String to) implements PathEdit {

        public Rewrite {
            String why = expression.whyNoTemplate(to);
            if (why.isEmpty() && !(to.startsWith("/") || to.startsWith("$"))) {
                why = "it does not begin with a slash or a group";
            }
            if (why.isEmpty() && !NormalPath.isNormal("/" + to.replace("$$", "").replaceAll("\\$\\d", "x"))) {
                why = "it is no path without '?', '.' and '..', with %41 only for what needs it";
            }
            if (!why.isEmpty()) {
                throw new IllegalArgumentException(why);
            }
        }

        // What a group matched need not make a normal path of what it is put into.
        @Override
        public @Nullable PathStart of(Head request, ByteBuffer bytes) {
            if (bytes.get(request.pathStart()) != '/') {
                // An asterisk is no path.
                return PathStart.SAME;
            }
            byte[] path = new byte[request.pathEnd() - request.pathStart()];
            bytes.get(request.pathStart(), path);
            String text = new String(path, StandardCharsets.ISO_8859_1);
            String other = expression.replacement(text, to);
            if (other == null) {
                return PathStart.SAME;
            }
            return NormalPath.isNormal(other) ? PathStart.whole(other, path.length) : null;
        }
    }
}
