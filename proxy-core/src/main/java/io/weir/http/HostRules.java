package io.weir.http;

/** Which authority a request is for (RFC 9112 sections 3.2 and 3.3). */
final class HostRules {

    private HostRules() {}

    static int apply(Head head) {
        if (head.hostField < 0 && head.minorVersion == 1) {
            return Outcome.refused(Violation.MISSING_HOST);
        }
        // RFC 9112 3.2.2: the authority of an absolute target wins, Host is ignored.
        if (head.targetForm != TargetForm.ABSOLUTE && head.hostField >= 0) {
            head.authorityStart = head.valueStart(head.hostField);
            head.authorityEnd = head.valueEnd(head.hostField);
        }
        return Outcome.OK;
    }
}
