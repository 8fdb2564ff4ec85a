/** The proxies under test: their files, their commands, their processes. */
@NullMarked
package io.weir.stall.proxy;

import org.jspecify.annotations.NullMarked;
