/** The ports to one connection: what a session asks of its bytes, and what it is told of them. No class here does anything. */
@NullMarked
package io.weir.connection;

import org.jspecify.annotations.NullMarked;
