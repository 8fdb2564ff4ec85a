/**
 * The life of a front connection, and of a back connection during an exchange, for each protocol that is spoken on them. Plain state machines that
 * know no socket.
 */
@NullMarked
package io.weir.session;

import org.jspecify.annotations.NullMarked;
