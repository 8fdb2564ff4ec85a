package io.weir.server.config;

import io.weir.http.FieldLine;
import io.weir.http.LocationTemplate;
import io.weir.http.OwnResponse;
import io.weir.route.RouteAction;
import io.weir.server.text.Amounts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a route does. What is wrong is noted. */
final class ActionReader {

    private static final String REDIRECT = "redirect";
    private static final String RESPOND = "respond";

    private final BackendNames names;

    ActionReader(BackendNames names) {
        this.names = names;
    }

    Optional<RouteAction> read(Section route) {
        List<String> given = Stream.of(RouteKeys.BACKEND.name(), REDIRECT, RESPOND)
                .filter(route::has)
                .toList();
        if (given.size() > 1) {
            route.refuse(given.get(1), "beside " + given.get(0), "one of backend, redirect and respond");
        }
        if (route.has(REDIRECT)) {
            return redirect(route.section(REDIRECT));
        }
        return route.has(RESPOND) ? respond(route.section(RESPOND)) : forward(route);
    }

    private Optional<RouteAction> forward(Section route) {
        if (!route.has(RouteKeys.BACKEND)) {
            route.required(RouteKeys.BACKEND);
        }
        return names.of(route, RouteKeys.BACKEND).map(RouteAction.Forward::new);
    }

    private static Optional<RouteAction> redirect(Section section) {
        int status = section.value(RouteKeys.REDIRECT_STATUS);
        return section.required(RouteKeys.REDIRECT_TO)
                .map(LocationTemplate::toString)
                .map(to -> new RouteAction.Redirect(status, to));
    }

    private static Optional<RouteAction> respond(Section section) {
        int status = section.value(RouteKeys.RESPOND_STATUS);
        String body = section.optional(RouteKeys.RESPOND_BODY).orElse("");
        List<FieldLine> fields = new ArrayList<>();
        if (!body.isEmpty()) {
            fields.add(new FieldLine("Content-Type", section.value(RouteKeys.RESPOND_TYPE)));
        }
        fields.addAll(FieldReader.lines(section, RouteKeys.RESPOND_HEADERS));
        return isPossible(section, status, body)
                ? Optional.of(new RouteAction.Respond(status, fields, body))
                : Optional.empty();
    }

    private static boolean isPossible(Section section, int status, String body) {
        if (!body.isEmpty() && !OwnResponse.mayHaveBody(status)) {
            section.refuse(RouteKeys.RESPOND_BODY, "none with status " + status);
            return false;
        }
        if (body.getBytes(StandardCharsets.UTF_8).length > RouteAction.Respond.MAX_BODY_BYTES) {
            section.refuse(
                    RouteKeys.RESPOND_BODY,
                    "at most " + Amounts.exactBytes(RouteAction.Respond.MAX_BODY_BYTES)
                            + ", because it is held outside the buffers");
            return false;
        }
        return true;
    }
}
