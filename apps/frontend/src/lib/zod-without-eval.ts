import { z } from 'zod';

// zod would try `new Function`, which the Content-Security-Policy refuses and reports. Import this before a schema is used.
z.config({ jitless: true });
