/** The program: {@link io.weir.server.Main} and the assembly, the only code that knows everyone. */
@NullMarked
package io.weir.server;

import org.jspecify.annotations.NullMarked;
