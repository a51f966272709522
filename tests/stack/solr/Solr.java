import org.apache.solr.embedded.JettySolrRunner;

/** Runs Solr on 127.0.0.1: {@code java Solr SOLR_HOME PORT}. */
public final class Solr {
    private Solr() {}

    public static void main(String[] arguments) throws Exception {
        // The runner binds to 127.0.0.1 and to no other address.
        JettySolrRunner runner =
            new JettySolrRunner(arguments[0], "/solr", Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(runner)));
        runner.start();
        Thread.currentThread().join();
    }

    private static void stop(JettySolrRunner runner) {
        try {
            runner.stop();
        } catch (Exception problem) {
            problem.printStackTrace();
        }
    }
}
