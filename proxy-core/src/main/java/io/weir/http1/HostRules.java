package io.weir.http1;

import io.weir.http.HttpVersion;
import io.weir.http.Outcome;
import io.weir.http.Violation;

/** Which authority a request is for (RFC 9112 sections 3.2 and 3.3). */
final class HostRules {

    private HostRules() {}

    static int apply(Http1Head head) {
        if (!head.hasHost() && head.version() == HttpVersion.HTTP_1_1) {
            return Outcome.refused(Violation.MISSING_HOST);
        }
        // RFC 9112 3.2.2: the authority of an absolute target wins, Host is ignored.
        if (!head.hasTargetAuthority() && head.hasHost()) {
            head.authorityOfHost();
        }
        return Outcome.OK;
    }
}
