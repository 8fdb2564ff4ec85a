package io.weir.server.config;

import io.weir.server.access.TokenFile;
import java.nio.file.Path;
import java.util.Optional;

/** How the files of tokens that a configuration names are read. */
interface TokenFiles {

    /** Each is opened. */
    TokenFiles READ = path -> Optional.of(TokenFile.read(path));

    /** None is opened: the configuration is another process's, which must not learn which files there are. */
    TokenFiles LEFT_ALONE = path -> Optional.empty();

    /** What is in the file; empty if it is not to be opened. */
    Optional<TokenFile> read(Path path);
}
