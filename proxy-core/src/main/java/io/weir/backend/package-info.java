/** Backends, the servers they name, what is known of each server, and its slots. */
@NullMarked
package io.weir.backend;

import org.jspecify.annotations.NullMarked;
