/** The proxies under test: their files, their commands, their processes. */
@NullMarked
package io.weir.conformance.proxy;

import org.jspecify.annotations.NullMarked;
