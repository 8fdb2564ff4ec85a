/** Policies that choose the server for the next attempt. */
@NullMarked
package io.weir.balance;

import org.jspecify.annotations.NullMarked;
