package io.weir.server.config;

/** What is done with the files of tokens that a configuration names. */
enum TokenFiles {
    READ,
    /** None is opened: the configuration is another process's, which must not learn which files there are. */
    LEFT_ALONE
}
