package io.weir.session;

import io.weir.http.FieldEdits;
import io.weir.http.Forwarding;
import io.weir.http.PathStart;

/** What becomes of the head of a request on its way to a server, whatever version of HTTP the server speaks. */
interface RequestEdits {

    /** What the server is told of the client. */
    Forwarding forwarding();

    /** What takes the place of the beginning of the path. */
    PathStart path();

    /** What becomes of the fields. */
    FieldEdits fields();

    /** Ready-made field lines about a change of protocol. */
    byte[] upgradeFields();
}
