package io.weir.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir} without a command: says which there are. */
@Command(
        name = "weir",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        header = "A reverse proxy whose buffer memory has a level it cannot rise above.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir demo                                    see it work",
            "  weir proxy --from :8080 --to 127.0.0.1:9000  a proxy without a file",
            "  weir check weir.conf                         what is wrong with a file",
            "  weir run weir.conf                           the proxy of that file",
            "  weir health                                  whether a running one is ready",
            "  weir COMMAND --help                          more about a command"
        })
final class WeirCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
