/// Read by jemalloc when the program starts. A large page is many small objects: on huge pages it converts in less
/// than half the time, most of which is page faults otherwise. The thread gives memory back while nothing happens.
extern "C" {
extern const char *malloc_conf;
const char *malloc_conf = "thp:always,background_thread:true";
}
