/** What the benches have in common: child processes, ports, JDKs, what the kernel tells, command lines and tables. */
@NullMarked
package io.weir.bench.harness;

import org.jspecify.annotations.NullMarked;
