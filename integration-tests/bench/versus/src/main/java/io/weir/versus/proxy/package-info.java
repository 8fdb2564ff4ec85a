/** The proxies under test and the server behind them: their files, their commands, their processes. */
@NullMarked
package io.weir.versus.proxy;

import org.jspecify.annotations.NullMarked;
