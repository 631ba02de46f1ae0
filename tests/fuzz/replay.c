/* Runs each file that is named once through the target it is linked with. */
#include "fuzz.h"

int
main(int argc, char **argv)
{
	static uint8_t bytes[1 << 20];
	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		LAW(file != NULL);
		size_t len = fread(bytes, 1, sizeof bytes, file);
		fclose(file);
		uint8_t *copy =
		    malloc(len + (len == 0)); /* of its own size: reading behind it shows */
		LAW(copy != NULL);
		memcpy(copy, bytes, len);
		(void)LLVMFuzzerTestOneInput(copy, len);
		free(copy);
	}
	return 0;
}
