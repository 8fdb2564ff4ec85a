/**
 * From a HOCON file to immutable settings, or to the list of everything that is wrong with it.
 *
 * <p>The resource {@code reference.conf} says which keys there are, what they mean and what their defaults are; {@link
 * io.weir.server.config.Keys} says what may stand as the value of each.
 */
@NullMarked
package io.weir.server.config;

import org.jspecify.annotations.NullMarked;
