/** What becomes of one front connection and its exchanges: plain state machines that know no socket. */
@NullMarked
package io.weir.session;

import org.jspecify.annotations.NullMarked;
