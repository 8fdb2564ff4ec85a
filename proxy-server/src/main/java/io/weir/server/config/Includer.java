package io.weir.server.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import io.weir.server.config.ConfigFiles.Missing;
import java.io.File;
import java.net.URL;
import java.util.regex.Pattern;

/**
 * What the statements {@code include} of one file mean: files beside it. HOCON has a plain include of a missing file pass in silence; here it
 * is a problem, unless a question mark before the name allows it, as in <code>${?NAME}</code>.
 */
final class Includer implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

    private static final Pattern URL_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);
    private static final String OPTIONAL = "?";
    private static final String A_FILE = "a file: nothing is fetched from the network or from the class path";

    private final ConfigFiles files;
    private final ConfigFile file;
    private final ConfigText outline;
    private final ConfigOrigin origin;

    /** For the file of that outline. */
    Includer(ConfigFiles files, ConfigFile file, ConfigText outline, ConfigOrigin origin) {
        this.files = files;
        this.file = file;
        this.outline = outline;
        this.origin = origin;
    }

    /** The same: nobody else is asked. */
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        if (URL_SCHEME.matcher(what).matches()) {
            return refused(what);
        }
        // The library forbids what is missing within required(...) only.
        boolean optional = what.startsWith(OPTIONAL) && context.parseOptions().getAllowMissing();
        String name = what.startsWith(OPTIONAL) ? what.substring(OPTIONAL.length()) : what;
        return files.include(
                file,
                name,
                outline.depthOfInclude(what),
                optional ? Missing.ALLOWED : Missing.REFUSED,
                place(what),
                statement(what));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return include(context, what.getPath());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        return refused(what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return refused(what);
    }

    private ConfigObject refused(String what) {
        files.refuse(place(what), statement(what), "not a file", A_FILE);
        return ConfigFactory.empty().root();
    }

    private ConfigOrigin place(String what) {
        int line = outline.lineOfInclude(what);
        return line > 0 ? origin.withLineNumber(line) : origin;
    }

    private static String statement(String what) {
        return "include \"" + what.replaceAll("\\p{Cntrl}", "?") + "\"";
    }
}
