package io.weir.exchange;

import io.weir.forwarded.Forwarding;
import io.weir.http.FieldEdits;
import io.weir.http.PathStart;

/** The edits of a request's head on its way to a server, whatever version of HTTP the server speaks. */
public interface RequestEdits {

    /** Fields that tell the server of the client. */
    Forwarding forwarding();

    /** Replacement of the beginning of the path. */
    PathStart path();

    /** Fields that the route removes or sets. */
    FieldEdits fields();

    /** The {@code host[:port]} sent in {@code Host} where the client names none; before a server is chosen, the longest that may be sent. */
    byte[] serverAuthority();

    /** Ready-made field lines about a change of protocol. */
    byte[] upgradeFields();
}
